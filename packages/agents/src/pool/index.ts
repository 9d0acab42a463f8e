export { RouterAgent } from "./router.ts";
export { SimpleAgent } from "./simple.ts";
