export default {
  title: "Course notes",
  base: "/course/",
  head: [["script", { type: "module", src: "/course/gradstep/gradstep-lab.js" }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "gradstep-lab" } } },
};
