import Dispatch
import Spreadsheets
import Synchronization

/// The rows of a sheet in runs, read on a thread of its own while the consumer works on the run before.
///
/// The reader waits when it is some runs ahead, so memory stays flat. It stops when the consumer does.
struct RowChunks: AsyncSequence {
  /// A run of rows, or the end of the sheet with what is known only there.
  enum Element: Sendable {
    case rows([TableRow])
    case end(SheetInfo)
  }

  private let file: TableFile
  private let sheet: Int
  private let size: Int
  private static let ahead = 4

  init(of sheet: Int, in file: TableFile, size: Int) {
    self.file = file
    self.sheet = sheet
    self.size = size
  }

  func makeAsyncIterator() -> Iterator {
    // Counted up from 0: libdispatch ends the process when a semaphore dies below the value that it was made with, as one
    // does whose consumer stopped half-way.
    let room = DispatchSemaphore(value: 0)
    for _ in 0..<Self.ahead { room.signal() }
    let isAbandoned = AbandonFlag()
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: Element.self)
    continuation.onTermination = { _ in
      isAbandoned.raise()
      room.signal()
    }
    let (file, sheet, size) = (file, sheet, size)
    DispatchQueue(label: "hotline.rows").async {
      var chunk: [TableRow] = []
      func hand(over element: Element) -> Bool {
        room.wait()
        guard !isAbandoned.isRaised else { return false }
        continuation.yield(element)
        return true
      }
      do {
        var goesOn = true
        let info = try file.readRows(of: sheet) { row in
          chunk.append(row)
          if chunk.count == size {
            goesOn = hand(over: .rows(chunk))
            chunk.removeAll(keepingCapacity: true)
          }
          return goesOn
        }
        if goesOn, !chunk.isEmpty { goesOn = hand(over: .rows(chunk)) }
        if goesOn, hand(over: .end(info)) { continuation.finish() }
      } catch {
        continuation.finish(throwing: error)
      }
    }
    return Iterator(base: stream.makeAsyncIterator(), room: room)
  }

  struct Iterator: AsyncIteratorProtocol {
    fileprivate var base: AsyncThrowingStream<Element, any Error>.AsyncIterator
    fileprivate let room: DispatchSemaphore

    mutating func next() async throws -> Element? {
      let element = try await base.next()
      room.signal()
      return element
    }
  }
}

/// Raised once, by whoever no longer listens.
private final class AbandonFlag: Sendable {
  private let raised = Atomic(false)
  var isRaised: Bool { raised.load(ordering: .acquiring) }
  func raise() { raised.store(true, ordering: .releasing) }
}
