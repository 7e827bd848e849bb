import Foundation
import Testing

/// Small files that would fill a careless reader's memory or day: each is refused, or read, in a second and 100 MiB.
///
/// The limits hold for the release build on a quiet machine, where `make bench` asks for them; here a build without
/// optimisation shares the machine with other tests, and gets twenty seconds of processor time.
@Suite(.serialized, .enabled(if: Bomb.canBeMade, "python3, which makes the bombs, is absent"))
struct BombTests {
  @Test func everyBombIsRefusedOrReadInLittleMemory() throws {
    let scratch = try Scratch()
    let bombs = try Bomb.make(in: scratch.path)
    #expect(bombs.count > 15)
    for bomb in bombs {
      let spent = try Bomb.open(bomb)
      #expect(spent.mebibytes <= 100 && spent.processorSeconds <= 20, "\(bomb): \(spent)")
      #expect(spent.outcome.hasPrefix("refused") || spent.outcome == "read", "\(bomb): \(spent)")
    }
  }
}

/// The generator of bombs, and the process that opens one.
enum Bomb {
  struct Spent {
    let processorSeconds: Double
    let mebibytes: Int
    let outcome: String
  }

  private static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }

  static let canBeMade = (try? run("/usr/bin/env", ["python3", "--version"])) != nil

  static func make(in folder: String) throws -> [String] {
    _ = try run(
      "/usr/bin/env",
      ["python3", "-B", root.appending(path: "fixtures/generate/bombs.py").path, "--out", folder])
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { folder + "/" + $0 }
  }

  static func open(_ path: String) throws -> Spent {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "SheetBench").path
    let fields = try run(program, ["open", path]).split(separator: "\t").map(String.init)
    guard fields.count == 5, let seconds = Double(fields[1]), let mebibytes = Int(fields[3]) else {
      throw Failed(what: "\(path): \(fields)")
    }
    return Spent(processorSeconds: seconds, mebibytes: mebibytes, outcome: fields[4].trimmingCharacters(in: .newlines))
  }

  private struct Failed: Error { let what: String }

  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failed(what: "\(program) \(arguments): \(said)")
    }
    return said
  }
}
