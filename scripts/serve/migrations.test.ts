import { expect, it } from "vitest";
import { foldMigrations } from "./migrations.ts";

it("keeps the storage name through renames, drops what was deleted", () => {
  const migrations = [
    { new_sqlite_classes: ["A", "B"], new_classes: ["Old"] },
    { renamed_classes: [{ from: "A", to: "C" }] },
    { deleted_classes: ["B"], renamed_classes: [{ from: "C", to: "D" }] },
  ];
  expect(foldMigrations(migrations, "f")).toEqual([
    { className: "Old", storageName: "Old", sqlite: false },
    { className: "D", storageName: "A", sqlite: true },
  ]);
});

it("refuses what it cannot do", () => {
  expect(() => foldMigrations([{ renamed_classes: [{ from: "A", to: "B" }] }], "f")).toThrow(
    "f renames A",
  );
  const transferred_classes = [{ from: "A", from_script: "s", to: "B" }];
  expect(() => foldMigrations([{ transferred_classes }], "f")).toThrow("f transfers");
});
