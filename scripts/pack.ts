// `npm run pack:all`: builds what can be published into dist/*.tgz, and has it looked at by publint.
import { join, relative } from "node:path";
import { complaints, pack } from "./pack/tarballs.ts";
import { ROOT } from "./serve/prepare.ts";

let failed = false;
for (const tarball of pack(ROOT, join(ROOT, "dist"))) {
  const found = await complaints(tarball);
  const { files, unpackedBytes } = tarball;
  const size = `${files.length} files, ${Math.round(unpackedBytes / 1024)} KB unpacked`;
  console.log(
    `${relative(ROOT, tarball.file)}: ${size}${found.length === 0 ? ", publint: ok" : ""}`,
  );
  for (const one of found) console.log(`    ${one}`);
  failed ||= found.length > 0;
}
process.exitCode = failed ? 1 : 0;
