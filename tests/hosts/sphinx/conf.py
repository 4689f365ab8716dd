project = "Course notes"
extensions = ["myst_parser"]
html_theme = "furo"
html_extra_path = ["extra"]  # extra/gradstep is the folder of Gradstep
