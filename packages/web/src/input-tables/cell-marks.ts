/** How a cell shows where its value stands: on its way, just saved, refused. A saved cell carries no mark. */
import type { Rectangle, Theme } from '@glideapps/glide-data-grid';
import type { Tokens } from '../theme/theme.ts';
import type { CellState } from './cell-states.ts';

export const refusedTheme = (tokens: Tokens): Partial<Theme> => ({ bgCell: tokens.dangerWash, textDark: tokens.danger });

/** Taken, though the column's list does not have it. */
export const unlistedTheme = (tokens: Tokens): Partial<Theme> => ({ bgCell: tokens.warningWash });

export function lookOf(state: CellState, tokens: Tokens): Partial<Theme> | undefined {
  return state === 'refused' ? { bgCell: tokens.dangerWash } : undefined;
}

const markSize = 6;

/** Saving: a hollow corner; just saved: a filled one in green; refused: a red one. */
export function drawMark(ctx: CanvasRenderingContext2D, rect: Rectangle, state: CellState, tokens: Tokens): void {
  if (state === 'saved' || state === 'in-log') return;
  const right = rect.x + rect.width - 1;
  const top = rect.y + 1;
  ctx.beginPath();
  ctx.moveTo(right - markSize, top);
  ctx.lineTo(right, top);
  ctx.lineTo(right, top + markSize);
  ctx.closePath();
  if (state === 'saving') {
    ctx.strokeStyle = tokens.accent;
    ctx.lineWidth = 1;
    ctx.stroke();
    return;
  }
  ctx.fillStyle = state === 'refused' ? tokens.danger : tokens.good;
  ctx.fill();
}
