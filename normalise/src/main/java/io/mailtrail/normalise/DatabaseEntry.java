package io.mailtrail.normalise;

import com.maxmind.db.MaxMindDbParameter;
import java.util.List;

/**
 * What is read of an entry of a MaxMind database. The records are public because its reader makes
 * them by reflection.
 */
final class DatabaseEntry {
  private DatabaseEntry() {}

  public record Names(@MaxMindDbParameter(name = "en") String english) {}

  public record Country(
      @MaxMindDbParameter(name = "iso_code") String code,
      @MaxMindDbParameter(name = "names") Names names) {}

  public record Location(
      @MaxMindDbParameter(name = "latitude") Double latitude,
      @MaxMindDbParameter(name = "longitude") Double longitude) {}

  public record Region(@MaxMindDbParameter(name = "names") Names names) {}

  public record CityName(@MaxMindDbParameter(name = "names") Names names) {}

  public record City(
      @MaxMindDbParameter(name = "country") Country country,
      @MaxMindDbParameter(name = "city") CityName city,
      @MaxMindDbParameter(name = "location") Location location,
      @MaxMindDbParameter(name = "subdivisions") List<Region> regions) {}

  public record AutonomousSystem(
      @MaxMindDbParameter(name = "autonomous_system_number") Long number,
      @MaxMindDbParameter(name = "autonomous_system_organization") String organization) {}
}
