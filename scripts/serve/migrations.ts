import { Refusal } from "./refusal.ts";

export interface ObjectClass {
  className: string;
  /** The name the class was created under: a rename must not move its state. */
  storageName: string;
  sqlite: boolean;
}

export interface Migration {
  new_classes?: string[];
  new_sqlite_classes?: string[];
  renamed_classes?: { from: string; to: string }[];
  transferred_classes?: { from: string; from_script: string; to: string }[];
  deleted_classes?: string[];
}

/** The classes a Worker has after its migrations. Pure. */
export function foldMigrations(migrations: readonly Migration[], file: string): ObjectClass[] {
  const classes = new Map<string, ObjectClass>();
  const add = (sqlite: boolean) => (className: string) =>
    classes.set(className, { className, storageName: className, sqlite });
  for (const migration of migrations) {
    if (migration.transferred_classes?.length) {
      throw new Refusal(`${file} transfers a class between Workers, which serve cannot do.`);
    }
    migration.new_classes?.forEach(add(false));
    migration.new_sqlite_classes?.forEach(add(true));
    for (const { from, to } of migration.renamed_classes ?? []) {
      const old = classes.get(from);
      if (!old) throw new Refusal(`${file} renames ${from}, but no migration creates it.`);
      classes.delete(from);
      classes.set(to, { ...old, className: to });
    }
    for (const name of migration.deleted_classes ?? []) classes.delete(name);
  }
  return [...classes.values()];
}
