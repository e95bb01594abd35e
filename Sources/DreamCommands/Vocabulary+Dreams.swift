import DreamKit
import DreamLanguage

extension Vocabulary {
  /// The commands, types and modules of DreamKit.
  static var dreams: Vocabulary {
    var vocabulary = Vocabulary()
    vocabulary.commands =
      ImageCommands.all + NetworkCommands.all + EngineCommands.all + PaperDreamCommands.all
      + TiledDreamCommands.all + TensorCommands.all + RandomCommands.all + ShowCommands.all
      + DisplayCommands.all + FigureCommands.all
      + CoreCommands.all + InputCommands.all + ControlCommands.all
    vocabulary.constants = DTypeObject.Name.allCases.filter { $0 != .bool }.map {
      Constant(
        name: $0.rawValue, value: .object(DTypeObject($0)),
        summary: "A type of numbers, for cast and convert_image_dtype.",
        aliases: ["tf.\($0.rawValue)", "np.\($0.rawValue)"])
    }
    vocabulary.types = [
      .tensor, .image, .dream, .dreamResult, .network, .layer, .layerOutput, .networkInput, .model,
      .deepDream,
      .tiledGradients, .dtype, .control, .fixed, .figure, .html, .layerTable,
    ]
    vocabulary.modules = [
      Module(name: "tensorflow", path: "tf", usualName: "tf"),
      Module(name: "keras", path: "tf.keras", usualName: "keras"),
      Module(name: "numpy", path: "np", usualName: "np"),
      Module(name: "matplotlib", path: "mpl", usualName: "mpl"),
      Module(name: "matplotlib.pyplot", path: "mpl.pyplot", usualName: "plt"),
      Module(name: "IPython", path: "IPython", usualName: "IPython"),
      Module(name: "IPython.display", path: "IPython.display", usualName: "display"),
      Module(name: "PIL", path: "PIL", usualName: "PIL"),
      Module(name: "time", path: "time", usualName: "time"),
      Module(name: "sys", path: "sys", usualName: "sys"),
    ]
    vocabulary.aliases = [
      "tf.bool": .object(DTypeObject(.bool)), "tf.newaxis": .none, "np.newaxis": .none,
      "sys.stdout": .object(StreamObject(.standardOutput)),
      "sys.stderr": .object(StreamObject(.standardError)),
    ]
    vocabulary.hints = ForeignNames()
    vocabulary.manual = Manual(product: "DreamKit", command: "resize", type: "Image")
    return vocabulary
  }
}

extension CommandTable {
  /// The table of DreamKit's commands.
  convenience init() { self.init(.dreams) }
}
