// A real browser, driven through its debugging pipe (Chrome DevTools Protocol): nothing but Chromium and Node is needed, and no port is
// opened. What a hand does is sent as input, not as calls of scripts.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Browser {
  constructor(chromium, { words = [] } = {}) {
    this.profile = mkdtempSync(join(tmpdir(), "scalptone-"));
    this.process = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir=" + this.profile,
      ...words, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.waiting = new Map();
    this.hearers = [];
    this.last = 0;
    let rest = "";
    this.process.stdio[4].setEncoding("utf8");
    this.process.stdio[4].on("data", (part) => {
      const whole = (rest + part).split("\0");
      rest = whole.pop();
      for (const each of whole) this.hear(JSON.parse(each));
    });
  }
  hear(message) {
    if (!message.id) return this.hearers.forEach((each) => each(message));
    const { resolve, reject } = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) reject(new Error(message.error.message));
    else resolve(message.result);
  }
  send(method, params = {}, sessionId) {
    const id = ++this.last;
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
  async page() {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    await page.start();
    return page;
  }
  end() {
    return new Promise((resolve) => {
      this.process.on("exit", () => {
        try {
          rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
        } catch {
          // a file that the browser still writes is left in the system's folder for such
        }
        resolve();
      });
      this.process.kill();
    });
  }
}

export class Page {
  constructor(browser, session, target) {
    Object.assign(this, { browser, session, target, complaints: [], requests: [], chooser: null, files: [] });
    browser.hearers.push((message) => message.sessionId === session && this.hear(message));
  }
  send(method, params) {
    return this.browser.send(method, params, this.session);
  }
  async start() {
    for (const domain of ["Page", "Runtime", "Log", "Network", "DOM"]) await this.send(domain + ".enable");
    await this.send("Page.setInterceptFileChooserDialog", { enabled: true });
  }
  hear({ method, params }) {
    if (method === "Runtime.exceptionThrown") this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(params.type)) this.complaints.push(params.args.map((each) => each.value ?? each.description).join(" "));
    if (method === "Log.entryAdded" && params.entry.level === "error") this.complaints.push(params.entry.text);
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Page.javascriptDialogOpening") this.send("Page.handleJavaScriptDialog", { accept: true });
    if (method === "Page.fileChooserOpened") this.send("DOM.setFileInputFiles", { files: this.files, backendNodeId: params.backendNodeId });
  }
  async open(url) {
    await this.send("Page.navigate", { url });
  }
  async close() {
    await this.browser.send("Target.closeTarget", { targetId: this.target });
  }
  /** The value of an expression, once it is there where it is a promise. */
  async value(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: false });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  /** Waits until an expression is true, and answers how long that took, ms. */
  async until(expression, most = 60000) {
    const began = performance.now();
    for (;;) {
      const found = await this.value(expression).catch(() => null);
      if (found) return performance.now() - began;
      if (performance.now() - began > most) throw new Error("never: " + expression);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
  async size(width, height, { dark = false, dense = 1, touch = false } = {}) {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: dense, mobile: false });
    await this.send("Emulation.setTouchEmulationEnabled", { enabled: touch });
    await this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  }
  async picture() {
    return Buffer.from((await this.send("Page.captureScreenshot", { format: "png" })).data, "base64");
  }
  /** Where the middle of an element is seen, scrolled into view first. */
  async placeOf(selector) {
    return this.value(`(() => { const found = document.querySelector(${JSON.stringify(selector)}); if (!found) throw new Error("no " + ${JSON.stringify(selector)}); found.scrollIntoView({ block: "center" });
      const box = found.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; })()`);
  }
  async click(selector, at) {
    const [x, y] = at ?? (await this.placeOf(selector));
    await this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
    await this.send("Input.dispatchMouseEvent", { type: "mousePressed", x, y, button: "left", clickCount: 1 });
    await this.send("Input.dispatchMouseEvent", { type: "mouseReleased", x, y, button: "left", clickCount: 1 });
  }
  async drag(from, to, steps = 6) {
    await this.send("Input.dispatchMouseEvent", { type: "mousePressed", x: from[0], y: from[1], button: "left", clickCount: 1 });
    for (let i = 1; i <= steps; i++)
      await this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: from[0] + ((to[0] - from[0]) * i) / steps, y: from[1] + ((to[1] - from[1]) * i) / steps, button: "left", buttons: 1 });
    await this.send("Input.dispatchMouseEvent", { type: "mouseReleased", x: to[0], y: to[1], button: "left", clickCount: 1 });
  }
  async tap(selector, at) {
    const [x, y] = at ?? (await this.placeOf(selector));
    await this.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
    await this.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }
  async swipe(from, to, steps = 6) {
    await this.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: from[0], y: from[1] }] });
    for (let i = 1; i <= steps; i++)
      await this.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: from[0] + ((to[0] - from[0]) * i) / steps, y: from[1] + ((to[1] - from[1]) * i) / steps }] });
    await this.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }
  async key(key, { code = key, text, shift = false, control = false } = {}) {
    const modifiers = (control ? 2 : 0) + (shift ? 8 : 0);
    const known = KEYS[key] ?? { windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0), text: control ? undefined : key };
    await this.send("Input.dispatchKeyEvent", { type: known.text || text ? "keyDown" : "rawKeyDown", key, code, modifiers, ...known });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", key, code, modifiers, ...known });
  }
  async write(text) {
    await this.send("Input.insertText", { text });
  }
  /** Drops files onto the page, as a file manager does. */
  async drop(files, x = 200, y = 200) {
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await this.send("Input.dispatchDragEvent", { type, x, y, data });
  }
}

const KEYS = {
  Enter: { windowsVirtualKeyCode: 13, text: "\r" }, Tab: { windowsVirtualKeyCode: 9 }, Escape: { windowsVirtualKeyCode: 27 }, " ": { windowsVirtualKeyCode: 32, text: " " },
  ArrowLeft: { windowsVirtualKeyCode: 37 }, ArrowUp: { windowsVirtualKeyCode: 38 }, ArrowRight: { windowsVirtualKeyCode: 39 }, ArrowDown: { windowsVirtualKeyCode: 40 },
};
