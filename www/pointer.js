/**
 * Pointers on a picture that stands in a page which scrolls. A mouse or a pen acts where it presses, and drags on. A finger
 * does so where it lands on what can be held; elsewhere it may want to scroll past: only a tap that did not move acts.
 */

/** A finger is never quite still: so many CSS pixels are no move. */
const STILL = 8;

/**
 * The picture's styles leave vertical moves to the page (`touch-action: pan-y`), which cancels the pointer then.
 * @param {HTMLElement} picture
 * @param {{ holds: (place: { clientX: number, clientY: number }) => boolean, press: (event: PointerEvent) => void, drag: (event: PointerEvent) => void, release?: () => void }} act
 *   `holds`: whether there is something to be held
 */
export function listen(picture, { holds, press, drag, release = () => {} }) {
  let dragging = false;
  /** @type {PointerEvent | null} */ let tap = null;
  const end = () => {
    dragging = false;
    tap = null;
    release();
  };
  // what is held is moved in every direction: the page does not scroll meanwhile
  picture.addEventListener("touchstart", (event) => event.touches.length === 1 && holds(event.touches[0]) && event.preventDefault(), { passive: false });
  picture.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    if (event.pointerType === "touch" && !holds(event)) {
      tap = event.isPrimary ? event : null;
      return;
    }
    dragging = true;
    picture.setPointerCapture(event.pointerId);
    press(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (dragging) drag(event);
    else if (tap && Math.hypot(event.clientX - tap.clientX, event.clientY - tap.clientY) > STILL) tap = null;
  });
  picture.addEventListener("pointerup", () => {
    if (tap) press(tap);
    end();
  });
  picture.addEventListener("pointercancel", end);
}

/** How near a finger has to land to hold a point, in CSS pixels: half a target of 44. */
export const REACH = 22;
