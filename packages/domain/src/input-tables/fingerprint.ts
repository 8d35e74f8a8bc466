/**
 * The mark on a data table by which Penstock knows its own work (P8): the table's comment in the warehouse. Nothing
 * without it is altered or dropped, whatever its name; nothing is taken over because a name happens to fit.
 */
export function fingerprintOf(inputTableId: string): string {
  return `Penstock input table ${inputTableId}. Its truth is the edit log; please edit it in Penstock only.`;
}
