import FoundationEssentials
import Glibc
import Postgres

/// A durable server of one test's own: to be killed, and filled to the brim.
public struct TestServer: Sendable {
  /// Its database, empty at first.
  public let address: Address
  /// Holds its data; on a volume of its own where one was asked for.
  public let folder: String
  private let cluster: Cluster

  /// A server in memory or on a disk, as `TestCluster` has it.
  ///
  /// - Parameter volume: a folder that is there already.
  public init(in volume: String? = nil) async throws {
    let above = if let volume { volume } else { try await TestCluster.folder() }
    folder = above + "/postgres"
    cluster = Cluster(folder: folder, isDurable: true)
    address = try await cluster.start()
  }

  /// Starts it again, if need be, and returns when it answers: one that recovers from a crash by itself looks alive, and
  /// may yet give up.
  public func start() async throws {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      _ = try await cluster.start()
      do throws(PostgresError) {
        try await Connection.open(address).close()
        return
      } catch {
        guard ContinuousClock.now < end else { throw error }
        usleep(5_000)
      }
    }
  }

  /// SIGKILL for the server and all its processes, as a power failure or the kernel out of memory.
  public func kill() throws {
    let postmaster = try processID()
    // Frozen first: it would start new ones while we count, and mourn those that we kill.
    Glibc.kill(postmaster, SIGSTOP)
    let children = Self.children(of: postmaster)
    for process in [postmaster] + children { Glibc.kill(process, SIGKILL) }
    for process in [postmaster] + children { Self.awaitEnd(of: process) }
  }

  /// PostgreSQL's "immediate" shutdown: no goodbye, no checkpoint.
  public func shutDownImmediately() throws {
    let postmaster = try processID()
    Glibc.kill(postmaster, SIGQUIT)
    Self.awaitEnd(of: postmaster)
  }

  /// The postmaster's, while it runs or starts.
  public func processID() throws -> pid_t {
    switch try cluster.status() {
    case .running(let server), .changing(let server): pid_t(server.processID)
    case .notCreated, .stopped: throw CocoaError(.fileNoSuchFile)
    }
  }

  /// SIGKILL for one of the sessions, which the server takes for a crash: it ends them all and recovers.
  public func killSession(_ random: inout some RandomNumberGenerator) throws {
    let sessions = try Self.children(of: processID()).filter { process in
      // "postgres: hotline log_0 [local] idle": its own helpers have no such place.
      let title = try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))
      return title.map { String(decoding: $0, as: UTF8.self).contains("[local]") } ?? false
    }
    if let session = sessions.randomElement(using: &random) { Glibc.kill(session, SIGKILL) }
  }

  private static func children(of parent: pid_t) -> [pid_t] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { pid_t($0) }.filter { process in
      guard let stat = try? Data(contentsOf: URL(filePath: "/proc/\(process)/stat")) else { return false }
      // "4711 (postgres: writer) S 42 …": the name may hold blanks, so count from its end.
      let rest = String(decoding: stat, as: UTF8.self).split(separator: ")").last ?? ""
      return rest.split(separator: " ").dropFirst().first.flatMap { pid_t($0) } == parent
    }
  }

  private static func awaitEnd(of process: pid_t) {
    while Glibc.kill(process, 0) == 0 { usleep(1_000) }
  }
}
