/** What prose of a site may refer to. */
export interface SiteTexts {
  /** Names of the site's notebooks, without `.ipynb`. */
  readonly pages: readonly string[];
  /** Authors and year of each work that may be cited, by its key. */
  readonly works: Readonly<Record<string, string>>;
}

declare global {
  /** Undefined until `prose.js` is loaded, whose first line sets it. */
  var microcanonTexts: SiteTexts | undefined;
}
