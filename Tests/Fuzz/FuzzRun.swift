import DreamKit
import Glibc
import Ground
import Kernel

/// A run of one fuzz target.
///
/// The inputs are read in a child process, which writes each one to a file before it reads it: where the child dies, the
/// file holds what killed it, and is kept. A new child goes on until the time is up.
enum FuzzRun {
  /// Runs what the words ask for and gives the exit code: 0 nothing found, 1 something found, 2 wrong use.
  static func main(_ words: [String]) -> Int32 {
    guard words.count >= 2, let target = FuzzTargets.named(words[0]), let seconds = Int(words[1]) else {
      let names = FuzzTargets.all.map { $0.name }.joined(separator: ", ")
      print("dreamkit-fuzz TARGET SECONDS [SEED]; targets: \(names)")
      return 2
    }
    let seed = words.count > 2 ? UInt64(words[2]) : nil
    if getenv(childMark) != nil {
      read(target, until: Clock.milliseconds + 1000 * seconds, seed: seed ?? 1)
      return 0
    }
    return supervise(target, seconds: seconds, seed: seed ?? UInt64(time(nil)))
  }

  // MARK: Implementation

  private static let childMark = "DREAMKIT_FUZZ_CHILD"
  /// How long one input may take, in seconds. A program is interrupted long before, and reading a file of weights takes two
  /// seconds of a processor at the most, which may be minutes where all else comes first.
  private static let patience: UInt32 = 300

  private static func supervise(_ target: any FuzzTarget.Type, seconds: Int, seed: UInt64) -> Int32 {
    let folder = "out/fuzz/\(target.name)"
    var found = 0
    var seed = seed
    let end = Clock.milliseconds + 1000 * seconds
    system("mkdir -p '\(folder)'")
    print("\(target.name): \(seconds) s from seed \(seed)")
    while case let rest = (end - Clock.milliseconds) / 1000, rest > 0 {
      fflush(nil)
      let child = fork()
      guard child >= 0 else { return 2 }
      if child == 0 {
        setenv(childMark, folder, 1)
        // Nothing leaves this machine, whatever a mutated program asks for.
        for name in ["http_proxy", "https_proxy", "all_proxy"] { setenv(name, "http://127.0.0.1:9", 1) }
        let words: [String] = ["dreamkit-fuzz", target.name, String(rest), String(seed)]
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        pointers.append(nil)
        execv("/proc/self/exe", pointers)
        _exit(2)
      }
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      seed &+= 1
      let signal = status & 0x7F
      if signal == SIGINT || signal == SIGTERM { break }
      if signal == 0 { continue }
      found += 1
      let kept = "\(folder)/\(signal == SIGALRM ? "hang" : "crash")-\(seed)"
      rename("\(folder)/current", kept)
      print("\(target.name): signal \(signal); the input is \(kept)")
    }
    print("\(target.name): \(found) found")
    return found == 0 ? 0 : 1
  }

  private static func read(_ target: any FuzzTarget.Type, until end: Int, seed: UInt64) {
    guard let folder = getenv(childMark).map({ String(cString: $0) }), let here = realpath(".", nil) else {
      return
    }
    let path = "\(String(cString: here))/\(folder)/current"
    free(here)
    // With room for a network, but not for the whole machine's memory.
    var room = rlimit(rlim_cur: 8 << 30, rlim_max: 8 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &room)
    let thread = try? KernelThread("fuzz", stack: KernelServer.evaluationStack) {
      do {
        let target = try target.init()
        let mutator = Mutator(seeds: target.seeds, words: target.words)
        var dice = SeededGenerator(seed: seed)
        var count = 0
        while Clock.milliseconds < end {
          let input = count < target.seeds.count ? target.seeds[count] : mutator.input(&dice)
          try keep(input, at: path)
          alarm(patience)
          target.read(input, dice: &dice)
          count += 1
        }
        print("\(type(of: target).name): \(count) inputs")
      } catch {
        print("\(error)")
      }
      fflush(nil)
    }
    guard let thread else { return }
    while !thread.wait(until: Clock.milliseconds + 1000) {}
    unlink(path)
  }

  private static func keep(_ input: [UInt8], at path: String) throws {
    guard let file = fopen(path, "wb") else { throw FuzzError("The folder of \(path) cannot be written to.") }
    fwrite(input, 1, input.count, file)
    fclose(file)
  }
}

/// Why a target cannot be run.
struct FuzzError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
