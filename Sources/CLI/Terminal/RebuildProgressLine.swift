import Projections
import Synchronization

/// The progress of a rebuild: one line for each of its phases.
final class RebuildProgressLine: Sendable {
  private struct Phase {
    var label: Text?
    var line: Progress?
    var done: Int64 = 0
  }

  private let console: Console
  private let phase = Mutex(Phase())

  init(_ console: Console) { self.console = console }

  func show(_ step: RebuildProgress) {
    switch step {
    case .waiting(let process):
      console.say(
        Text(
          zh: "另一个 hotline（数据库进程 \(process)）正在重建；等它完成",
          en: "another hotline (database process \(process)) is rebuilding it; waiting until it is done"))
    case .waitingToLookBack(let process):
      console.say(
        Text(
          zh: "另一个 hotline（数据库进程 \(process)）正在查看过去的状态，一次只能一个；等它完成",
          en: "another hotline (database process \(process)) looks back into the log, and one at a time does; waiting"))
    case .applying(let done, let total):
      advance(Text(zh: "读取日志", en: "reading the log"), to: done, of: total)
    case .indexing(let name): advance(Text(zh: "\(name)：建立索引", en: "\(name): making indexes"))
    case .comparing(let name): advance(Text(zh: "\(name)：与现用表比较", en: "\(name): comparing with the live tables"))
    case .switching(let name): advance(Text(zh: "\(name)：切换", en: "\(name): switching"))
    }
  }

  func finish() { phase.withLock { $0.line?.finish() } }

  private func advance(_ label: Text, to done: Int64 = 0, of total: Int64? = nil) {
    phase.withLock { phase in
      if phase.label?.en != label.en {
        phase.line?.finish()
        // One that goes on where it was begins at its place.
        phase = Phase(
          label: label, line: Progress(total: total.map { Int($0) }, label: label, console: console), done: 0)
      }
      phase.line?.advance(by: Int(max(0, done - phase.done)))
      phase.done = done
    }
  }
}
