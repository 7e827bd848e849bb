import Foundation

/// Starts processes that work, and notices how they end.
struct Watch {
  private let options: FuzzOptions
  private let begin = ContinuousClock.now
  private static let silence: Int32 = 5_000
  private static let processorLimit = 5.0

  init(_ options: FuzzOptions) { self.options = options }

  /// Whether nothing was found.
  func run() throws -> Bool {
    var next = 0
    var found: [String] = []
    while spent < options.seconds, found.count < 50 {
      let (last, finding) = try oneProcess(from: next)
      next = last + 1
      if let finding {
        found.append("case \(last): \(finding)")
        print(found[found.count - 1])
        try keep(last)
      }
    }
    let rate = Double(next) / max(spent, 1)
    print("seed \(options.seed): \(next) files in \(Int(spent)) s (\(Int(rate)) a second), \(found.count) findings")
    return found.isEmpty
  }

  private var spent: Double { (ContinuousClock.now - begin) / .seconds(1) }

  /// The last case that was begun, and what it did.
  private func oneProcess(from first: Int) throws -> (last: Int, finding: String?) {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      options.folders + [
        "--seed", String(options.seed), "--out", options.out, "--work", String(first), "--seconds",
        String(options.seconds - spent),
      ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    var last = first
    var finding: String?
    var text: [UInt8] = []
    reading: while true {
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&polled, 1, Self.silence) > 0 else {
        // Silence alone may be a busy machine.
        guard processor(of: process.processIdentifier) > Self.processorLimit else { continue }
        finding = "hangs"
        kill(process.processIdentifier, SIGKILL)
        break
      }
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let count = unsafe read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break reading }
      text += chunk.prefix(count)
      while let end = text.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: text[..<end], as: UTF8.self)
        text.removeSubrange(...end)
        if let number = Int(line) {
          last = number
        } else {
          finding = line
        }
      }
    }
    process.waitUntilExit()
    if finding == nil, process.terminationReason == .uncaughtSignal || process.terminationStatus != 0 {
      finding = "dies with \(process.terminationStatus)"
    }
    return (last, finding)
  }

  /// The processor time of a process since it began its case, which it tells by its name: fields 14 and 15 of
  /// proc_pid_stat(5), less what it had then.
  private func processor(of process: Int32) -> Double {
    let begun = (try? String(contentsOfFile: options.out + "/begun", encoding: .utf8)).flatMap { Double($0) } ?? 0
    let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))) - begun
  }

  /// The file of the case, which lies there still.
  private func keep(_ number: Int) throws {
    for name in ["case.xlsx", "case.csv"] {
      let path = "\(options.out)/\(name)"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let kept = "\(options.out)/found-\(options.seed)-\(number).\(name.suffix(4))"
      try? FileManager.default.removeItem(atPath: kept)
      try FileManager.default.moveItem(atPath: path, toPath: kept)
    }
  }
}
