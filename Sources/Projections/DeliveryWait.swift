import FoundationEssentials
import Postgres

/// When what could not be handed over is tried again, and from when on it is not.
///
/// The first try waits a minute, and each one twice as long as the one before, up to an hour. What was refused for good
/// ``refusalLimit`` times has failed: nobody tries it again unless somebody says so.
public enum DeliveryWait {
  /// So many refusals for good, and it has failed.
  public static let refusalLimit = 3

  /// Notes that something could not be handed over at an instant.
  ///
  /// - Parameter forGood: the receiver does not want it; `false` where it may well want it later.
  /// - Returns: whether it has failed by this.
  public static func note(
    _ key: UUID, forGood: Bool, at instant: Date, on connection: isolated Connection
  ) throws -> Bool {
    let refusals = try connection.query(
      """
      insert into delivery_wait (key, tries, refusals, next_try)
        values (\(key), 1, \(Int32(forGood ? 1 : 0)), \(instant) + interval '1 minute')
        on conflict (key) do update
        set tries = delivery_wait.tries + 1, refusals = delivery_wait.refusals + excluded.refusals,
          next_try = \(instant)
            + least(interval '1 hour', interval '1 minute' * power(2, least(delivery_wait.tries, 10)))
        returning refusals
      """
    ).only().decode(Int32.self)
    return forGood && Int(refusals) == refusalLimit
  }

  /// Forgets tries: it is tried again at once, as if it never had been.
  public static func forget(_ keys: [UUID], on connection: isolated Connection) throws {
    try connection.execute("delete from delivery_wait where key = any(\(keys))")
  }
}
