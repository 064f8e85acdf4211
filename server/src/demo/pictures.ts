import { both, type Color, ellipse, Picture, rect, segment } from './png.ts';

const PAPER: Color = [246, 243, 238];
const WOOD: Color = [196, 160, 122];
const WOOD_DARK: Color = [160, 126, 92];
const INK: Color = [74, 68, 62];

function bowl(picture: Picture, x: number, base: number, width: number, height: number, outside: Color, inside: Color): void {
  const top = base - height;
  picture.paint(outside, both(ellipse(x, top, width / 2, height), rect(x - width, top, width * 2, height)));
  picture.paint(outside, rect(x - width * 0.19, base - height * 0.12, width * 0.38, height * 0.12));
  picture.paint(inside, ellipse(x, top, width / 2, height * 0.16));
}

function vase(picture: Picture, x: number, base: number, width: number, height: number, color: Color, shade: Color): void {
  picture.paint(color, ellipse(x, base - height * 0.38, width / 2, height * 0.38));
  picture.paint(color, rect(x - width * 0.17, base - height, width * 0.34, height * 0.42));
  picture.paint(color, rect(x - width * 0.3, base - height * 0.05, width * 0.6, height * 0.05));
  picture.paint(shade, ellipse(x, base - height, width * 0.17, height * 0.028));
}

/** Two shelves of glazed bowls and vases. */
export function shelf(): Buffer {
  const picture = new Picture(720, 480, PAPER);
  for (const y of [210, 420]) picture.paint(WOOD, rect(24, y, 672, 16)).paint(WOOD_DARK, rect(24, y + 16, 672, 5));
  const glazes: [Color, Color][] = [
    [
      [47, 111, 126],
      [28, 80, 93],
    ],
    [
      [214, 124, 92],
      [178, 94, 66],
    ],
    [
      [226, 205, 160],
      [196, 172, 124],
    ],
    [
      [112, 141, 104],
      [84, 112, 78],
    ],
  ];
  glazes.forEach(([outside, inside], i) => {
    bowl(picture, 118 + i * 162, 210, 132 - (i % 2) * 22, 74, outside, inside);
  });
  glazes.forEach(([color, shade], i) => {
    if (i % 2) bowl(picture, 118 + i * 162, 420, 118, 62, shade, color);
    else vase(picture, 118 + i * 162, 420, 92, 136 + i * 12, color, shade);
  });
  return picture.toPng();
}

/** How hot the kiln was through a night: a curve over a grid. */
export function kilnCurve(): Buffer {
  const picture = new Picture(640, 400, [255, 255, 255]);
  for (let i = 0; i <= 5; i++) picture.paint([232, 228, 221], rect(56, 40 + i * 60, 552, 1));
  for (let i = 0; i <= 8; i++) picture.paint([238, 235, 230], rect(56 + i * 69, 40, 1, 300));
  picture.paint(INK, rect(56, 340, 552, 2)).paint(INK, rect(55, 40, 2, 302));
  const heats = [0.02, 0.08, 0.19, 0.34, 0.52, 0.66, 0.79, 0.9, 0.95, 0.95, 0.86, 0.68, 0.52, 0.4, 0.31, 0.24];
  const points = heats.map((heat, i) => [56 + (i * 552) / (heats.length - 1), 340 - heat * 290] as const);
  points.slice(1).forEach(([x, y], i) => {
    const [fromX, fromY] = points[i]!;
    picture.paint([214, 92, 60], segment(fromX, fromY, x, y, 5));
  });
  for (const [x, y] of [points[8]!, points[9]!]) picture.paint([255, 255, 255], ellipse(x, y, 8, 8)).paint([214, 92, 60], ellipse(x, y, 5, 5));
  return picture.toPng();
}

/** Six glaze tests on tiles. */
export function glazeTests(): Buffer {
  const picture = new Picture(600, 400, [236, 231, 223]);
  const glazes: Color[] = [
    [47, 111, 126],
    [108, 158, 163],
    [214, 124, 92],
    [226, 205, 160],
    [112, 141, 104],
    [70, 66, 86],
  ];
  glazes.forEach((color, i) => {
    const [x, y] = [44 + (i % 3) * 180, 38 + Math.floor(i / 3) * 174];
    picture.paint([210, 202, 190], rect(x + 4, y + 6, 152, 150)).paint([250, 247, 241], rect(x, y, 152, 150));
    picture
      .paint(color, rect(x, y, 152, 104))
      .paint(color, ellipse(x + 38, y + 104, 38, 12 + i * 2))
      .paint(color, ellipse(x + 114, y + 104, 38, 20 - i * 2));
  });
  return picture.toPng();
}
