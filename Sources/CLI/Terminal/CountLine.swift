import Synchronization

/// A progress line that learns its total with the first step.
final class CountLine: Sendable {
  private let label: Text
  private let console: Console
  private let line = Mutex<Progress?>(nil)

  init(_ label: Text, _ console: Console) {
    self.label = label
    self.console = console
  }

  func add(_ more: Int, of total: Int?) {
    let line = line.withLock { line in
      let shown = line ?? Progress(total: total, label: label, console: console)
      line = shown
      return shown
    }
    line.advance(by: more)
  }

  func finish() { line.withLock { $0?.finish() } }
}
