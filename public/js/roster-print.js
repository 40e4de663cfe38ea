// The bar above the paper: one button that opens the browser's own print dialog.
document.querySelector('[data-print]')?.addEventListener('click', () => window.print());
