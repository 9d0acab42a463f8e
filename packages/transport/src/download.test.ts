import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { download } from "./download.ts";
import { type FaultKind, TransportError } from "./faults.ts";

const MOST = 10;
const TOKEN = "900:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

/** What the file server does; a test sets it. */
let answer: (response: ServerResponse) => void = (response) => response.end();
/** Requests so far, and how many bodies were left before their end. */
let asked = 0;
let left = 0;
let server: Server;
let url = "";
beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1;
    response.on("close", () => {
      if (!response.writableFinished) left += 1;
    });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/file/bot${TOKEN}/a.bin`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fault = async (): Promise<{ kind: FaultKind; message: string }> => {
  const error: unknown = await download(url, MOST).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TransportError)) throw new Error(`not a fault: ${String(error)}`);
  expect(error).not.toHaveProperty("cause");
  expect(JSON.stringify([error.message, error.fault])).not.toContain("AAHdq");
  return error.fault;
};

describe("a file that is small enough", () => {
  test.each<[string, number[]]>([
    ["of exactly as many bytes as allowed", [0, 255, 1, 254, 2, 253, 3, 252, 4, 251]],
    ["of one byte", [7]],
    ["without any", []],
  ])("%s", async (_name, bytes) => {
    answer = (response) => response.end(Buffer.from(bytes));
    expect(await download(url, MOST)).toBe(Buffer.from(bytes).toString("base64"));
  });

  test("in several chunks that no three bytes divide", async () => {
    answer = (response) => {
      for (const chunk of ["ab", "cdef", "g"]) response.write(chunk);
      response.end("h");
    };
    expect(Buffer.from(await download(url, MOST), "base64").toString()).toBe("abcdefgh");
  });
});

describe("a file that is too large", () => {
  test("as it is announced: nothing is read", async () => {
    answer = (response) => response.writeHead(200, { "content-length": MOST + 1 }).write("a");
    expect((await fault()).kind).toBe("too_long");
  });

  test("without an announcement: the connection is closed, whatever follows", async () => {
    const before = left;
    answer = (response) => {
      const more = () => response.write("x".repeat(MOST), () => !response.destroyed && more());
      more();
    };
    expect((await fault()).kind).toBe("too_long");
    await expect.poll(() => left).toBe(before + 1);
  });
});

describe("a file that does not come", () => {
  test.each<[number, FaultKind]>([
    [400, "gone"],
    [401, "gone"],
    [403, "gone"],
    [404, "gone"],
    [410, "gone"],
    [408, "transient"],
    [429, "transient"],
    [500, "transient"],
    [502, "transient"],
  ])("%i: %s, after one request", async (status, kind) => {
    const before = asked;
    answer = (response) => response.writeHead(status).end("no");
    expect(await fault()).toEqual({ kind, message: `the file server answered ${status}` });
    expect(asked).toBe(before + 1);
  });

  test("cut before the answer, and in the middle of it", async () => {
    answer = (response) => response.destroy();
    expect(await fault()).toEqual({ kind: "transient", message: "the file cannot be fetched" });
    answer = (response) => {
      response.writeHead(200, { "content-length": MOST });
      response.write("half", () => response.destroy());
    };
    expect(await fault()).toEqual({ kind: "transient", message: "the file broke off" });
  });
});
