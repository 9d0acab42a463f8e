import { GitHubRefusal, notBuilt } from "./refusal.ts";

/** `diff` and `patch` of pull requests, `raw` of files. */
export type Accepted = "json" | "diff" | "patch" | "raw";

const OFFERED: Readonly<Record<string, readonly Accepted[]>> = {
  getPull: ["diff", "patch"],
  getContent: ["raw"],
};
const PLAIN = ["*/*", "application/*", "application/json", "application/vnd.github+json"];
/** GH-docs "Media types". */
const VENDOR = /^application\/vnd\.github(?:\.v3|\.[\w-]+-preview)?(?:\.(\w+))?(?:\+json)?$/;

/**
 * What the caller wants to get.
 *
 * @throws GitHubRefusal 415
 */
export function acceptOf(accept: string | undefined, operation: string): Accepted {
  const types = (accept ?? "*/*").split(",").map((type) => type.split(";")[0]?.trim() ?? "");
  for (const type of types) {
    if (PLAIN.includes(type)) return "json";
    const vendor = VENDOR.exec(type);
    if (!vendor) continue;
    const format = vendor[1];
    if (format === undefined || format === "json") return "json";
    const special = OFFERED[operation]?.find((one) => one === format);
    if (special) return special;
    if (["raw", "text", "html", "full"].includes(format)) throw notBuilt(type);
  }
  throw new GitHubRefusal(
    415,
    `Unsupported 'Accept' header: ${JSON.stringify(types)}. Must accept 'application/json'.`,
    { docs: "https://docs.github.com/v3/media" },
  );
}
