import FoundationEssentials
import Glibc

/// One of PostgreSQL's programs that work on a database from outside: `pg_dump`, `pg_restore`.
public struct ClientProgram: Sendable {
  /// Which.
  public enum Name: String, Sendable {
    case dump = "pg_dump"
    case restore = "pg_restore"
  }

  let path: String
  let name: Name

  /// Finds the program of the newest version installed, which also works with older servers.
  public static func find(_ name: Name) throws(ClientProgramError) -> ClientProgram {
    // Not Debian's /usr/bin/pg_dump before these: it is a script that chooses by clusters of its own.
    for folder in versionFolders + ["/usr/bin", "/usr/local/pgsql/bin", "/usr/local/bin"] {
      let path = "\(folder)/\(name.rawValue)"
      if unsafe access(path, X_OK) == 0 { return ClientProgram(path: path, name: name) }
    }
    throw .notInstalled(name)
  }

  /// Debian's and Alpine's, newest first.
  private static var versionFolders: [String] {
    ["/usr/lib/postgresql", "/usr/libexec/postgresql"].flatMap { parent in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
      return names.compactMap { Int($0) }.sorted(by: >).map { "\(parent)/\($0)/bin" }
    }
  }

  /// Starts it on a database.
  ///
  /// - Parameters:
  ///   - environment: what libpq in it may look at: HOME, PGPASSFILE and the like.
  ///   - stream: what is piped: what it writes, or what it reads.
  func start(
    _ arguments: [String], on address: Address, environment: [String: String], _ stream: PipedProcess.Stream
  ) throws(ClientProgramError) -> PipedProcess {
    var parameters = address.parameters ?? [:]
    var environment = environment
    environment["LC_ALL"] = "C"
    // Everybody can read a command line.
    if let password = parameters.removeValue(forKey: "password") { environment["PGPASSWORD"] = password }
    let line = [path, "--dbname=\(Address(parameters).conninfo)", "--no-password"] + arguments
    return try PipedProcess(line, environment: environment, stream, of: name)
  }
}

/// Why one of PostgreSQL's programs did not do as asked.
public enum ClientProgramError: Error, Sendable, Equatable {
  /// It is not installed where we look.
  case notInstalled(ClientProgram.Name)
  /// The system does not start it; the errno.
  case notStarted(ClientProgram.Name, Int32)
  /// It ended with an error; its last words.
  case failed(ClientProgram.Name, String)
}

extension ClientProgramError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .notInstalled(let name):
      "\(name.rawValue) is not installed; install PostgreSQL's client programs (Debian: apt install postgresql-client)"
    case .notStarted(let name, let code): "\(name.rawValue) cannot be started: \(systemMessage(code))"
    case .failed(let name, let words): "\(name.rawValue) failed: \(words)"
    }
  }
}
