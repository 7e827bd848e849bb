import BackOffice
import Synchronization

/// The progress of an import: one line for each of its phases.
final class ImportProgressLine: Sendable {
  private struct Phase {
    var number = -1
    var line: Progress?
    var done = 0
  }

  private let console: Console
  private let phase = Mutex(Phase())

  init(_ console: Console) { self.console = console }

  func show(_ progress: ImportProgress) {
    switch progress {
    case .checking(let rows): advance(0, Text(zh: "检查", en: "checking"), to: rows, of: nil)
    case .writing(let rows, let total): advance(1, Text(zh: "写入", en: "writing"), to: rows, of: total)
    case .updating(let done, let total):
      advance(2, Text(zh: "更新列表", en: "updating lists"), to: Int(done), of: Int(total))
    }
  }

  func finish() { phase.withLock { $0.line?.finish() } }

  private func advance(_ number: Int, _ label: Text, to done: Int, of total: Int?) {
    phase.withLock { phase in
      if phase.number != number {
        phase.line?.finish()
        phase = Phase(number: number, line: Progress(total: total, label: label, console: console), done: 0)
      }
      phase.line?.advance(by: max(0, done - phase.done))
      phase.done = done
    }
  }
}
