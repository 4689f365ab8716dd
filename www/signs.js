/** Signs that several labs draw. */

/** The paths of two buttons, for `icon`. */
export const UNDO = "M6 3L2.5 6.5L6 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7";
export const REDO = "M10 3l3.5 3.5L10 10M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9";
