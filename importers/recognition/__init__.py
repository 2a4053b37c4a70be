"""What a sheet is: its platform's profile, its record kinds, and the meaning of every column."""

from importers.recognition.library import built_in_profiles, known_headers, load_profiles, read_profile
from importers.recognition.matching import ColumnMatch
from importers.recognition.profile import ColumnRule, Profile, ProfileError
from importers.recognition.recognise import Recognition, UnknownProfile, recognise
from importers.recognition.saving import profile_from_mapping
from importers.recognition.scoring import Guess

__all__ = [
    "ColumnMatch",
    "ColumnRule",
    "Guess",
    "Profile",
    "ProfileError",
    "Recognition",
    "UnknownProfile",
    "built_in_profiles",
    "known_headers",
    "load_profiles",
    "profile_from_mapping",
    "read_profile",
    "recognise",
]
