type Shade = readonly [red: number, green: number, blue: number, alpha: number];

const NAMES: Readonly<Record<string, string>> = {
  black: "#000",
  transparent: "#0000",
};
/** Names of colours that cannot be told from white. */
const WHITES = /^(?:white|snow|ivory|ghostwhite|whitesmoke|azure|mintcream|floralwhite|seashell)$/;
const NEAR = 16;

function shadeOf(color: string): Shade | null {
  const value = NAMES[color] ?? (WHITES.test(color) ? "#fff" : color);
  const [, hex] = /^#?([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.exec(value) ?? [];
  if (hex) {
    const wide = hex.length < 5 ? hex.replace(/./g, "$&$&") : hex;
    const [red = 0, green = 0, blue = 0, alpha = 255] = (wide.match(/../g) ?? []).map((byte) =>
      Number.parseInt(byte, 16),
    );
    return [red, green, blue, alpha / 255];
  }
  const [, model, list = ""] = /^(rgb|hsl)a?\((.*)\)$/.exec(value) ?? [];
  if (!model) return null;
  const parts = list.split(/[,/\s]+/).filter(Boolean);
  const [a = 0, b = 0, c = 0, alpha = 1] = parts.map((part) =>
    part.endsWith("%") ? Number.parseFloat(part) / 100 : Number.parseFloat(part),
  );
  if (model === "hsl") return c >= 0.95 ? [255, 255, 255, alpha] : [0, 0, 0, alpha];
  const scale = list.includes("%") ? 255 : 1;
  return [a * scale, b * scale, c * scale, alpha];
}

/**
 * Whether text of this colour cannot be seen: transparent, the colour of its background, or white where
 * no background is named. Names are lower case.
 */
export function unseen(color: string, background: string | undefined): boolean {
  const ink = shadeOf(color.trim());
  if (!ink) return false;
  if (ink[3] <= 0.1) return true;
  const paper = shadeOf(background?.trim() ?? "white");
  return paper !== null && [0, 1, 2].every((i) => Math.abs((ink[i] ?? 0) - (paper[i] ?? 0)) < NEAR);
}
