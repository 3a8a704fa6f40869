// Files in and out. Nothing goes anywhere but to the place that the user chooses.

/** Offers bytes or a text as a download. */
export function save(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  const ending = name.match(/(\.record)?\.\w+$/)?.[0] ?? "";
  link.download = fileName(name.slice(0, name.length - ending.length)) + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** A name that every system takes. */
export function fileName(name) {
  return name.normalize("NFC").replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, "-").replace(/^[.\s]+|[.\s]+$/g, "").slice(0, 120) || "consultation";
}

/** Asks for files. */
export function choose(accept, { several = false, camera = false } = {}) {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accept;
    input.multiple = several;
    if (camera) input.setAttribute("capture", "environment");
    input.hidden = true;
    input.addEventListener("change", () => done([...input.files]));
    input.addEventListener("cancel", () => done([]));
    const done = (files) => {
      input.remove();
      resolve(files);
    };
    document.body.append(input);
    input.click();
  });
}

/** Today, as 2026-11-29. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
}
