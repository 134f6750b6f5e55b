/** The import page and its words come when somebody imports. */
export async function start() {
  const page = await import('./page');
  await page.loadImportTexts();
  return page;
}
