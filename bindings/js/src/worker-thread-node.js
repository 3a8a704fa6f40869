// The thread that createWorker() starts in Node.
import * as scalptone from "./index-node.js";
import { ownThread } from "./platform-node.js";
import { serve } from "./worker-server.js";

serve(scalptone, ownThread());
