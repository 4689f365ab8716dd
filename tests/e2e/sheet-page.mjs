// What the tests of the answer sheet share, whichever lab it stands in. Functions of the page.

export const asked = (key) => document.querySelector(`answer-sheet [data-key="${key}"] input`) !== null;
export const verdicts = () => [...document.querySelectorAll("answer-sheet .question")].map(({ dataset }) => dataset.verdict ?? "");
export const summary = () => document.querySelector("answer-sheet .summary").textContent;
export const fill = ({ key, values }) => {
  const fields = document.querySelectorAll(`answer-sheet [data-key="${key}"] input`);
  values.forEach((value, place) => {
    fields[place].value = value;
    fields[place].dispatchEvent(new Event("input", { bubbles: true }));
  });
};
export const choose = ({ name, value }) => {
  const field = document.querySelector(`answer-sheet [name="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
