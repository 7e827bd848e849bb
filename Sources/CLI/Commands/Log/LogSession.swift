import EventStore
import Postgres

/// A session that may only read the log, and says so where there is none.
enum LogSession {
  static func open(_ address: Address) async throws -> Connection {
    let connection = try await Connection.open(address)
    guard try await connection.run({ try LogSchema.exists(on: $0) }) else {
      await connection.close()
      throw Failure(
        Text(
          zh: "数据库（\(address)）里还没有日志；第一条写入命令会建立它",
          en: "there is no log in the database (\(address)) yet; the first command that writes makes one"))
    }
    try await LogSchema.takeWorkingRole(connection)
    return connection
  }
}
