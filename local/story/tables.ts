import type { InvoiceWithLinesFragment } from '@guildhall/operations/generated/operations.ts';

/** Columns of text, the ones named in `right` set flush right, under a header and a rule. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}

/** Groups the digits before the point by thousands. */
export const grouped = (decimal: string): string => decimal.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** An invoice as people read it. */
export function invoiceTable({ number, month, status, account, lines, total }: InvoiceWithLinesFragment): string {
  const rows = lines.map(({ app, kind, unit, quantity, unitPrice, amount }) => [
    app?.id ?? '',
    kind === 'FEE' ? `${unit} (fee)` : unit,
    grouped(quantity),
    unitPrice,
    grouped(amount.amount),
  ]);
  const body = table(
    ['App', 'Unit', 'Quantity', 'Price per unit', `Amount ${total.currency}`],
    [...rows, ['', '', '', 'Total', grouped(total.amount)]],
    [2, 3, 4],
  );
  return `  Invoice ${number ?? '(draft)'}  ${account.id}  ${month}  ${status.toLowerCase()}\n\n${body}`;
}
