/**
 * The picture of something that has none: a hallway of six nested doorways toward the lamp.
 * Hue, shape and vanishing point come from a hash of its id, so a room keeps its face for ever.
 */
const HUES = [205, 45, 332, 18, 158, 262, 188, 298];
const SHAPES = ['round', 'round', 'square', 'gable'] as const;
/** Where the hallway ends: in the middle or a little to a side. The picture is 320 × 180. */
const VANISHING = [160, 134.4, 185.6];
const LAMP = 82;
const FRAMES = 6;

type Shape = (typeof SHAPES)[number];

export interface Doorway {
  path: string;
  fill: string;
}

export interface CoverArt {
  wall: string;
  /** From the nearest to the one before the last. */
  frames: Doorway[];
  /** The lit door, its glow and the light it throws on the floor. */
  light: { path: string; x: number; y: number; spill: string };
  /** Centre of the lit door as a share of the width: where an icon stands. */
  lightX: number;
}

export function cover(id: string): CoverArt {
  const h = hash(id);
  const hue = HUES[h % HUES.length] ?? 205;
  const shape = SHAPES[(h >>> 3) % SHAPES.length] ?? 'round';
  const vanish = VANISHING[(h >>> 5) % VANISHING.length] ?? 160;

  const frame = (i: number) => {
    const k = 0.7 ** i;
    return { k, x: 160 + (vanish - 160) * (1 - k), floor: 116 + 118 * k, width: 430 * k, height: 300 * k };
  };
  const frames: Doorway[] = [];
  for (let i = 1; i < FRAMES - 1; i++) {
    const { x, floor, width, height } = frame(i);
    frames.push({ path: doorway(x, floor, width, height, shape), fill: tone(hue, i / (FRAMES - 1)) });
  }
  const { k, x, floor, width, height } = frame(FRAMES - 1);
  return {
    wall: tone(hue, 0),
    frames,
    light: {
      path: doorway(x, floor, width, height, shape),
      x: round(x),
      y: round(floor - 150 * k),
      spill: `M${round(x - width / 2)} ${round(floor)}L${round(x - width * 1.25)} 180H${round(x + width * 1.25)}L${round(x + width / 2)} ${round(floor)}Z`,
    },
    lightX: x / 320,
  };
}

/** From the wall (0) toward the lamp (1): lighter, and turning to the lamp's hue near the end. */
function tone(hue: number, t: number): string {
  const turn = ((LAMP - hue + 540) % 360) - 180;
  const lightness = 0.43 + t ** 1.15 * 0.45;
  const chroma = 0.062 + 0.03 * Math.sin(Math.PI * Math.min(1, t * 1.1));
  return `oklch(${lightness.toFixed(3)} ${chroma.toFixed(3)} ${round(hue + turn * t ** 2.6 * 0.55)})`;
}

function doorway(x: number, floor: number, width: number, height: number, shape: Shape): string {
  const half = width / 2;
  const [left, right, bottom, top] = [round(x - half), round(x + half), round(floor), floor - height];
  if (shape === 'round') {
    const spring = round(top + half);
    return `M${left} ${bottom}V${spring}A${round(half)} ${round(half)} 0 0 1 ${right} ${spring}V${bottom}Z`;
  }
  if (shape === 'gable') {
    const eaves = round(top + width * 0.42);
    return `M${left} ${bottom}V${eaves}Q${round(x)} ${round(top - width * 0.12)} ${right} ${eaves}V${bottom}Z`;
  }
  const c = width * 0.16;
  const arc = `A${round(c)} ${round(c)} 0 0 1`;
  return `M${left} ${bottom}V${round(top + c)}${arc} ${round(x - half + c)} ${round(top)}H${round(x + half - c)}${arc} ${right} ${round(top + c)}V${bottom}Z`;
}

/** FNV-1a with a final mix: ids that differ in one letter look different. */
export function hash(text: string): number {
  let h = 2166136261;
  for (const letter of text) h = Math.imul(h ^ letter.charCodeAt(0), 16777619);
  h = Math.imul(h ^ (h >>> 15), 2246822507);
  return (h ^ (h >>> 13)) >>> 0;
}

const round = (value: number) => Number(value.toFixed(1));
