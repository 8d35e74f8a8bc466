/**
 * Figures of equal width on the canvas. A canvas cannot ask the typeface for tabular figures, so each digit is set on the
 * advance of the widest one; everything else keeps its own width.
 */
import { getMiddleCenterBias } from '@glideapps/glide-data-grid';
import type { Rectangle, TextCell, Theme } from '@glideapps/glide-data-grid';
import type { Column } from '@penstock/domain/input-tables/column';

export const hasFigures = (column: Column): boolean => column.type === 'number' || column.type === 'date' || column.type === 'datetime';

const isDigit = (character: string): boolean => character >= '0' && character <= '9';
const widths = new Map<string, number>();

function widthOf(ctx: CanvasRenderingContext2D, character: string): number {
  const key = `${ctx.font} ${character}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = ctx.measureText(character).width;
    widths.set(key, width);
  }
  return width;
}

function advanceOf(ctx: CanvasRenderingContext2D, character: string): number {
  return isDigit(character) ? Math.max(...Array.from('0123456789', (digit) => widthOf(ctx, digit))) : widthOf(ctx, character);
}

/** Draws a number to the right and a date to the left; what does not fit in width falls away, as in any cell. */
export function drawFigures(
  ctx: CanvasRenderingContext2D,
  rect: Rectangle,
  cell: TextCell,
  theme: Theme & { readonly baseFontFull?: string },
): void {
  ctx.save();
  if (theme.baseFontFull !== undefined && ctx.font !== theme.baseFontFull) ctx.font = theme.baseFontFull;
  ctx.fillStyle = theme.textDark;
  ctx.textAlign = 'left';
  const characters = [...cell.displayData];
  const advances = characters.map((character) => advanceOf(ctx, character));
  const total = advances.reduce((sum, advance) => sum + advance, 0);
  const padding = theme.cellHorizontalPadding;
  const y = rect.y + rect.height / 2 + getMiddleCenterBias(ctx, `${theme.baseFontStyle} ${theme.fontFamily}`);
  const end = rect.x + rect.width - padding;
  let x = cell.contentAlign === 'right' ? Math.max(rect.x + padding, end - total) : rect.x + padding;
  for (const [index, character] of characters.entries()) {
    const advance = advances[index] ?? 0;
    if (x + advance > end + 1) break;
    const inset = isDigit(character) ? (advance - widthOf(ctx, character)) / 2 : 0;
    ctx.fillText(character, x + inset, y);
    x += advance;
  }
  ctx.restore();
}
