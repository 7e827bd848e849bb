import FoundationEssentials
import Glibc
import Postgres

/// A PgBouncer in transaction mode before the test server, with one session for all who come.
public struct TestBouncer: Sendable {
  /// Where it stands, for the same database.
  public let address: Address
  private let pidFile: String

  /// Whether Debian's package is installed (scripts/setup does).
  public static var isThere: Bool { unsafe access(program, X_OK) == 0 }
  private static let program = "/usr/sbin/pgbouncer"

  /// Starts one and waits until it answers; it dies with the test process.
  public init(before server: Address) async throws {
    let folder = try await TestCluster.folder()
    let database = server.parameter("dbname") ?? "", user = server.parameter("user") ?? ""
    let settings = """
      [databases]
      * = host=\(server.parameter("host") ?? "") user=\(user)
      [pgbouncer]
      pool_mode = transaction
      default_pool_size = 1
      server_login_retry = 0.1
      query_wait_timeout = 1
      auth_type = any
      listen_addr =
      unix_socket_dir = \(folder)
      pidfile = \(folder)/pid
      logfile = \(folder)/log
      """
    try Data(settings.utf8).write(to: URL(filePath: folder + "/bouncer.ini"))
    pidFile = folder + "/pid"
    address = Address("host=\(folder) port=6432 dbname=\(database) user=\(user)")
    // It does not run as root.
    var command = [Self.program, "--quiet", folder + "/bouncer.ini"]
    if geteuid() == 0, let postgres = unsafe getpwnam("postgres") {
      let (uid, gid) = unsafe (postgres.pointee.pw_uid, postgres.pointee.pw_gid)
      guard unsafe chown(folder, uid, gid) == 0 else { throw CocoaError(.fileWriteNoPermission) }
      command = ["/usr/bin/setpriv", "--reuid", "\(uid)", "--regid", "\(gid)", "--clear-groups", "--"] + command
    }
    try TestCluster.detach(command, output: folder + "/output")
    try await waitForAnswer()
  }

  private func waitForAnswer() async throws {
    let end = ContinuousClock.now + .seconds(10)
    while true {
      do {
        try await Connection.open(address, pooling: .transaction).close()
        return
      } catch {
        guard ContinuousClock.now < end else { throw error }
        usleep(5_000)
      }
    }
  }

  /// Ends it.
  public func stop() {
    guard let data = try? Data(contentsOf: URL(filePath: pidFile)),
      let process = pid_t(String(decoding: data, as: UTF8.self).filter(\.isNumber))
    else { return }
    kill(process, SIGKILL)
  }
}
