import DreamLanguage

/// The command that shows a picture.
enum ShowCommands {
  static var all: [Command] { [show] }

  // MARK: Implementation

  private static var show: Command {
    Command(
      "show", .display, "Shows a picture or a figure under the cell.",
      replaces: ["mpl.pyplot.imshow": "show(…)"], examples: [.runs("show(sample_image(80, 60))")]
    ) { takes in
      let img = takes("img", .shown, "An Image, levels in [0, 255], or a figure.")
      return { call in
        switch call[img] {
        case .figure(let figure): call.sink.display(figure.bundle(), id: nil)
        case .array(let array):
          call.sink.display(try .picture(try call.placing(img) { try array.picture() }), id: nil)
        }
        return .none
      }
    }
  }
}
