import DreamKit
import DreamLanguage
import Ground

/// What commands get from outside the session: pictures and files of other machines, and networks. Tests put others in
/// their place.
struct Services {
  /// Fetches a picture: its address or path, and the longer side at the most.
  var picture:
    (_ address: String, _ maxDimension: Int?, Cancellation, ProgressObserver) throws(DreamError) -> Image = {
      (address, maxDimension, cancellation, progress) throws(DreamError) in
      try Image.download(address, maxDimension: maxDimension, cancellation: cancellation, progress: progress)
    }

  /// Fetches a file and gives its path on this machine.
  var file: (_ address: String, Cancellation, ProgressObserver) throws(DreamError) -> String = {
    (address, cancellation, progress) throws(DreamError) in
    try RemoteFile.path(of: address, cancellation: cancellation, progress: progress)
  }

  /// Builds a network, with its classifier where that is wanted, and gives it its weights.
  var network:
    (Architecture, WeightSource, _ includesTop: Bool, Cancellation, ProgressObserver) throws(DreamError) ->
      Network = {
        (architecture, weights, includesTop, cancellation, progress) throws(DreamError) in
        try Network.load(
          architecture, weights: weights, includesTop: includesTop, cancellation: cancellation,
          progress: progress)
      }
}
