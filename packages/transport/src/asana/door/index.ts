export {
  AssignInput,
  AtTask,
  CommentInput,
  CompleteInput,
  DueInput,
  InProject,
  type ProjectInput,
  SearchInput,
  SubtaskInput,
  type TaskInput,
} from "./input.ts";
export {
  ITEM_FIELDS,
  Item,
  Items,
  OnePerson,
  People,
  type Person,
  ROOM_FIELDS,
  Room,
} from "./records.ts";
export { aboutTask, line, nameOf, oneLine, said } from "./words.ts";
