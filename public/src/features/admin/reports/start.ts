/** The page of reports and its words come when somebody opens it. */
export async function start() {
  const page = await import('./page');
  await page.loadReportTexts();
  return page;
}
