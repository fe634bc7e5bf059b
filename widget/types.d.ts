/** What the server writes into an embed: one form of a company in one language, or a link's page. */
interface Offer {
  /** `company/form` */
  name: string;
  language: string;
  /** The company's, as BCP 47. */
  languages: string[];
  /** The tag asked for this language, whatever the page around speaks. */
  asked: boolean;
  /** For elements with `data-mode="test"` alone. */
  test?: boolean;
  /** Our own origin. */
  base: string;
  /** The sites that the company lists; ours is among them. */
  origins: string[];
  title: string;
  /** Where the script that sends is. */
  sending: string;
  css: string;
  /** Family, address, and what FontFace wants to know. */
  fonts: [string, string, FontFaceDescriptors][];
  /** As `build.js` reads it. */
  tree: string;
  /** Of a link's page: of the form in `tree`. */
  version?: string;
  /** Where the company's theme names no colours. */
  look?: Look;
}

/** What the page around is measured with. */
interface Look {
  /** The theme names no font either. */
  font: boolean;
  /** Text, what it stands on, and the contrast that this takes: `themes/pairs.py`. */
  pairs: [string, string[], number][];
  /** The company's default, where the page has nothing that can be read. */
  light: Record<string, [number, number, number]>;
  dark: Record<string, [number, number, number]>;
}

declare const ALDABA: Offer;
declare module "*.css" {
  const text: string;
  export default text;
}
