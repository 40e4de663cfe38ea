/** The digits of a number with their middle hidden, whatever stands around them in the list. */
export function maskedDigits(text: string): string {
  const digits = text
    .normalize('NFKC')
    .replace(/^(?:\+86|0086)/, '')
    .replace(/\D/g, '')
    .slice(0, 11);
  if (digits.length === 0) return '';
  return digits.length <= 4 ? '****' : `${digits.slice(0, 3)} **** ${digits.slice(7)}`.trim();
}
