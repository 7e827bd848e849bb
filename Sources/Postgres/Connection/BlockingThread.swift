import Dispatch
import Glibc
import Synchronization

/// One operating-system thread as a serial executor: libpq blocks here, never on Swift's few cooperative threads.
///
/// The thread holds the executor until `stop`, so a job may drop the last reference to its actor while it runs.
final class BlockingThread: SerialExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var isStopped = false
  }

  private let queue = Mutex(Queue())
  private let arrived = DispatchSemaphore(value: 0)

  /// Starts the thread; it sleeps until the first job.
  init() throws(PostgresError) {
    var thread = pthread_t()
    let retained = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { pointer in
        if let pointer = unsafe pointer {
          unsafe Unmanaged<BlockingThread>.fromOpaque(pointer).takeRetainedValue().loop()
        }
        return nil
      }, retained.toOpaque())
    guard code == 0 else {
      unsafe retained.release()
      throw PostgresError(
        sqlState: "53000", message: "no thread for a database connection: \(systemMessage(code))",
        hint: "Lower the number of connections or raise the limit of processes (ulimit -u).")
    }
    pthread_detach(thread)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.withLock { $0.jobs.append(job) }
    arrived.signal()
  }

  /// Ends the thread once the jobs already queued have run.
  func stop() {
    queue.withLock { $0.isStopped = true }
    arrived.signal()
  }

  private func loop() {
    while true {
      arrived.wait()
      let (jobs, isStopped) = queue.withLock { queue in
        defer { queue.jobs.removeAll(keepingCapacity: true) }
        return (queue.jobs, queue.isStopped)
      }
      for job in jobs {
        unsafe job.runSynchronously(on: asUnownedSerialExecutor())
      }
      if isStopped && jobs.isEmpty { return }
      // Without this, the last signal before a batch would be the stop itself, and nobody would look again.
      if isStopped { arrived.signal() }
    }
  }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
