/** The element `<gradstep-lab>` for pages in TypeScript: `import type {} from "gradstep/gradstep-lab"`. */
import type { LabEvents, LabSettings } from "./gradstep.js";

export interface GradstepLabElement extends HTMLElement {
  lab: string | null;
  preset: string | null;
  iteration: string | number | null;
  step: string | number | null;
  digits: string | number | null;
  notation: LabSettings["notation"] | null;
  theme: LabSettings["theme"] | null;
  hide: string | string[] | null;
  lock: string | string[] | null;
  /** The lesson as it is now, `#…`; setting it opens another. */
  state: string;
  /** Shows the lab now, near the window or not. */
  start(): Promise<void>;
  /** Opens the dialog that gives what is seen as a link, a frame, an element, a picture. */
  share(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "gradstep-lab": GradstepLabElement;
  }
  interface HTMLElementEventMap extends GradstepLabEvents {}
  interface DocumentEventMap extends GradstepLabEvents {}
}

type GradstepLabEvents = { [Name in keyof LabEvents]: CustomEvent<LabEvents[Name]> };
