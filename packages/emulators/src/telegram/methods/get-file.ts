import { MAX_DOWNLOAD_BYTES } from "../files.ts";
import { badRequest } from "../refusal.ts";
import type { Method } from "./method.ts";

export const getFile: Method = {
  name: "getFile",
  parameters: ["file_id"],
  run({ account }, args) {
    const id = args.text("file_id");
    // TG-server Client.cpp check_remote_file_id, this and the next.
    if (id === "") throw badRequest("file_id not specified");
    const size = account.files.sizeOf(id);
    if (size === undefined) throw badRequest("invalid file_id");
    // TG-server Client.cpp on_update_file.
    if (size > MAX_DOWNLOAD_BYTES) throw badRequest("file is too big");
    return { result: account.files.open(id) };
  },
};
