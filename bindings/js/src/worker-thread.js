// The thread that createWorker() starts in browsers.
import * as scalptone from "./index.js";
import { ownThread } from "./platform-web.js";
import { serve } from "./worker-server.js";

serve(scalptone, ownThread());
