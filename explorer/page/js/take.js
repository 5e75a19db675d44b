// What a reader takes away: text to the clipboard, files to save, a chart as a picture. Charts are SVG on the page already.

const PROBE = "#0055aa";
const PROBED = [0, 0x55, 0xaa, 255]; // what a browser that guards against being recognised does not give back

/** Copy a text; false where the browser lets no page do so. @param {string} text */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Give a file to the browser to save. @param {{name: string, type?: string, text?: string, blob?: Blob}} file */
export function save({ name, type, text, blob }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob ?? new Blob([text ?? ""], { type }));
  link.download = name;
  document.body.append(link); // in some browsers one that stands nowhere gives no file
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file of SVG as a PNG of twice the size. @param {string} svg @param {number} width @param {number} height @returns {Promise<Blob>} */
export async function png(svg, width, height) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = PROBE;
    context.fillRect(0, 0, 8, 1);
    if (context.getImageData(0, 0, 8, 1).data.some((value, at) => Math.abs(value - PROBED[at % 4]) > 2)) throw new Error("noise");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
