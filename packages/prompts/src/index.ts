export { CLASSIFICATION_SCHEMA, Classification, PLANNED_CATEGORIES } from "./classification.ts";
export { routerPrompt } from "./router.ts";
export { simplePrompt } from "./simple.ts";
