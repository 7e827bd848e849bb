import Foundation

/// Breaks files and reads them: `SheetFuzz FOLDER… [--seed 1] [--seconds 60] [--out FOLDER]`, under address sanitizer
/// by `make fuzz`.
///
/// The work is done in a process of its own, which dies of what it finds; this one notices, keeps the file, and starts
/// another behind it. A case is known by its seed and its number: `SheetFuzz --read FILE` reads one again. Reported are a
/// crash, more than five seconds of processor time for one file, more than 512 MiB (the sanitizer's own included), and an
/// error that is none of the reader's. Ends with 1 when there was anything.
@main
struct SheetFuzz {
  static func main() throws {
    let options = FuzzOptions(CommandLine.arguments.dropFirst())
    if let file = options.file { return print(Case.read(file).description) }
    guard !options.folders.isEmpty else {
      FileHandle.standardError.write(Data("usage: SheetFuzz FOLDER… [--seed N] [--seconds N] [--out FOLDER]\n".utf8))
      exit(2)
    }
    try FileManager.default.createDirectory(atPath: options.out, withIntermediateDirectories: true)
    if let first = options.first { return try Work(options).run(from: first) }
    exit(try Watch(options).run() ? 0 : 1)
  }
}

/// What was asked for.
struct FuzzOptions {
  var folders: [String] = []
  var seed: UInt64 = 1
  var seconds = 60.0
  var out = "bench/fuzz"
  /// A process that works: the number of its first case.
  var first: Int?
  /// Read this one file.
  var file: String?

  init(_ words: ArraySlice<String>) {
    var words = words
    while let word = words.popFirst() {
      switch word {
      case "--seed": seed = words.popFirst().flatMap { UInt64($0) } ?? seed
      case "--seconds": seconds = words.popFirst().flatMap { Double($0) } ?? seconds
      case "--out": out = words.popFirst() ?? out
      case "--work": first = words.popFirst().flatMap { Int($0) }
      case "--read": file = words.popFirst()
      default: folders.append(word)
      }
    }
  }
}
