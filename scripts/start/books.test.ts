import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DiskBooks, objectId } from "./books.ts";

/** Seen on the disk of a workerd: the object of that name in that namespace. */
const NAMESPACE = "telegram-Chat";
const CONVERSATION = "telegram:700000001";
const ACCOUNT = "af0303e4bd7d4faafb9db0cd7465b3d81035132ff2cda33a401844c2914ea335";
const ACCOUNT_NAMESPACE = "telegram-Account";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trunkline-books-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the id of an object is the one that workerd gives it", () => {
  expect(objectId(ACCOUNT_NAMESPACE, CONVERSATION)).toBe(ACCOUNT);
});

test("rows are read while somebody else has them open, and told once", () => {
  const books = new DiskBooks(folder);
  expect(books.read(CONVERSATION)).toBeNull();
  const writer = database(NAMESPACE);
  writer.exec(`CREATE TABLE post (key, part, role, ref, body, shown, visible, op, doubt_at, tries,
    not_before, plain, muted, state, error, created_at, batch)`);
  writer.exec("CREATE TABLE item (id INTEGER PRIMARY KEY, key, batch, kind, ctx, at)");
  const insert = writer.prepare("INSERT INTO post (key, role, ref, batch) VALUES (?, ?, ?, ?)");
  insert.run("reply:1", "reply", '{"message":2}', null);
  insert.run("b1:0", "final", null, "b1");
  expect(books.read(CONVERSATION)).toMatchObject({
    replies: [{ key: "reply:1", ref: '{"message":2}' }],
    approvals: [],
  });
  expect(books.read(CONVERSATION)).toBeNull();
  insert.run("ack:1", "ack", "a press", null);
  expect(books.read(CONVERSATION)).toMatchObject({ replies: [{}, {}] });
  const item = writer.prepare(
    "INSERT INTO item (key, batch, kind, ctx, at) VALUES (?, ?, ?, ?, ?)",
  );
  item.run("m1", "?", "message", '{"ctx":{"text":"hello","actor":{"login":"robin"}}}', 5);
  item.run("m2", null, "message", '{"text":"known"}', 6);
  expect(books.read(CONVERSATION)).toMatchObject({
    unasked: [{ key: "m1", text: "hello", by: "robin", at: 5 }],
  });
  // Its own files are as they were: no second process has opened them.
  expect(readdirSync(join(folder, "state", NAMESPACE))).toHaveLength(3);
  writer.close();
});

test("a table that is not there yet is no error", () => {
  const books = new DiskBooks(folder);
  database(NAMESPACE).exec("CREATE TABLE other (x)");
  expect(books.read(CONVERSATION)).toBeNull();
});

function database(namespace: string): DatabaseSync {
  mkdirSync(join(folder, "state", namespace), { recursive: true });
  const id = objectId(namespace, CONVERSATION);
  const made = new DatabaseSync(join(folder, "state", namespace, `${id}.sqlite`));
  made.exec("PRAGMA journal_mode = WAL");
  return made;
}
