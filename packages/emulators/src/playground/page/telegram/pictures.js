/** As a Telegram app does before it sends: no side longer than this, and not much data. */
const LONGEST_PX = 1024;
const MOST_BYTES = 80 * 1024;

const SEAS = [
  ["#f6c177", "#eb6f4f", "#31506b"],
  ["#bfe3ec", "#5fa8c4", "#1f4e5f"],
  ["#d8c9ec", "#8a78b8", "#2e2a4f"],
];

/** A picture of our own: sky, sun and sea. */
export async function drawn(n) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  const [sky, sun, sea] = SEAS[n % SEAS.length];
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = sun;
  pen.beginPath();
  pen.arc(200 + 120 * n, 250, 90, 0, 7);
  pen.fill();
  pen.fillStyle = sea;
  pen.fillRect(0, 290, 640, 190);
  pen.globalAlpha = 0.35;
  pen.fillStyle = sun;
  for (let line = 0; line < 6; line += 1) {
    pen.fillRect(120 + 120 * n + line * 8, 305 + line * 26, 160 - line * 18, 7);
  }
  return encoded(await jpeg(canvas, 0.85), `harbour-${n + 1}.jpg`);
}

/** A file of this computer: a picture as a photo, anything else as it is. */
export async function asFile(file) {
  if (!/^image\/(?:jpeg|png|webp)$/.test(file.type)) return encoded(file, file.name);
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.round(bitmap.width * scale),
    height: Math.round(bitmap.height * scale),
  });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.85, 0.6, 0.35, 0.15]) {
    const photo = await jpeg(canvas, quality);
    if (photo.size <= MOST_BYTES) return encoded(photo, file.name);
  }
  return encoded(await jpeg(canvas, 0.05), file.name);
}

const jpeg = (canvas, quality) =>
  new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

/** As the page's server takes it: base64 without the head of a data URL. */
function encoded(blob, name) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => reject(reader.error));
    reader.addEventListener("load", () => {
      resolve({ name, type: blob.type, data: String(reader.result).split(",")[1] ?? "" });
    });
    reader.readAsDataURL(blob);
  });
}
