export { aggregatorPrompt } from "./aggregator.ts";
export { CLASSIFICATION_SCHEMA, Classification, PLANNED_CATEGORIES } from "./classification.ts";
export { PARTS_SCHEMA, Parts, Plan, PlanStep, planSchema } from "./plan.ts";
export { planAroundTurn, planMendTurn, plannerPrompt, type WorkerAbout } from "./planner.ts";
export { splitPrompt, weighPrompt } from "./researcher.ts";
export { routerPrompt } from "./router.ts";
export { simplePrompt } from "./simple.ts";
export { workerPrompt, workerTurn } from "./workers.ts";
