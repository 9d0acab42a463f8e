/** As much of the library as is used, in a module of its own: it is loaded when there is a server. */
export { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

// Whatever `import()` reaches is wrapped by esbuild, zod as well; an entry of zod that is not reached from here
// would be left out of the wrapping, and schemas that are made through it would find no classes yet.
import "zod";
import "zod/mini";
